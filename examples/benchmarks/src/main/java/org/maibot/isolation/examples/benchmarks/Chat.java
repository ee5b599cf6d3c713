package org.maibot.isolation.examples.benchmarks;

import java.util.List;

/** The messages of one chat stream through one door. */
interface Chat {
    /** The message of an id, in a list. */
    List<Line> find(String id) throws Exception;

    /** The latest ten, latest first. */
    List<Line> latestTen() throws Exception;

    /** How much agents and users wrote: a join with grouping. */
    List<Share> shares() throws Exception;

    /** Inserts a message. */
    void append(Line line) throws Exception;

    /** Inserts several messages in one batch. */
    void appendAll(List<Line> lines) throws Exception;
}
