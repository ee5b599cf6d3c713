package org.maibot.isolation.testkit;

import org.maibot.isolation.IsolationContext;

/** A row of a {@link ContractTable}, as it really is there. */
record ContractRow(IsolationContext owner, long id, String body) {}
