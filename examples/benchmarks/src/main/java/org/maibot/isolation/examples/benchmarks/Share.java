package org.maibot.isolation.examples.benchmarks;

/** How many messages a chat stream has from users or from agents, and how many characters these have. */
record Share(String role, String stream, long messages, long characters) {}
