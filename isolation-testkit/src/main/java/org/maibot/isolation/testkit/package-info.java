/**
 * Proof of isolation for a host's own tests.
 *
 * <p>{@link org.maibot.isolation.testkit.IsolationTest} is where most begin: a test of JUnit that runs in the context of each tenant whose {@link
 * org.maibot.isolation.testkit.Canaries} an {@link org.maibot.isolation.testkit.IsolationExtension} has planted, and fails for
 * whatever tells of others.
 *
 * <p>{@link org.maibot.isolation.testkit.TwinCheck} runs a statement or any code in a context on the host's database and on a twin of it that
 * holds only the rows of the context's scope, and compares what it returns and what it leaves behind. It checks the {@link
 * org.maibot.isolation.testkit.Guard} that the code works behind: the isolating data source, another one, or none. What it found is
 * a {@link org.maibot.isolation.testkit.TwinReport}. {@link org.maibot.isolation.testkit.StatementGenerator} has it check statements that it grows.
 *
 * <p>{@link org.maibot.isolation.testkit.StatementCapture} keeps the statements that code executes in a context, and {@link
 * org.maibot.isolation.testkit.IsolationAssertions} begins assertions about them, about a runtime, and about refusals.
 *
 * <p>What a host writes itself is tested by the contract that it extends: {@link org.maibot.isolation.testkit.IsolatedDataSourceContract},
 * {@link org.maibot.isolation.testkit.IsolatedStoreContract} or {@link org.maibot.isolation.testkit.IsolatedQueryManagerContract}. They use
 * {@link org.maibot.isolation.testkit.HostileContexts}, which careless code takes for one another.
 */
@NullMarked
package org.maibot.isolation.testkit;

import org.jspecify.annotations.NullMarked;
