package org.maibot.isolation.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * A test that runs once in the context of each tenant whose {@link Canaries} an {@link IsolationExtension} has planted. It
 * fails if anything that it reads, logs or throws holds a canary of a row that its context does not see.
 *
 * <p>Its parameters may be an {@link org.maibot.isolation.IsolationContext}, its own or, with {@link Foreign}, somebody else's; the {@link
 * org.maibot.isolation.jdbc.Isolation}; a {@link javax.sql.DataSource} that is confined to its context; a {@link TwinCheck}; and the {@link
 * Canaries}.
 */
@Documented
@TestTemplate
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface IsolationTest {}
