/** Reserved for the testkit; this version has no public types here. */
@NullMarked
package org.maibot.isolation.testkit;

import org.jspecify.annotations.NullMarked;
