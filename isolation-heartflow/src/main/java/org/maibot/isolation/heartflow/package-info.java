/** Reserved for the heartflow; this version has no public types here. */
@NullMarked
package org.maibot.isolation.heartflow;

import org.jspecify.annotations.NullMarked;
