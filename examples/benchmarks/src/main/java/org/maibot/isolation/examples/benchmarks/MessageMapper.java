package org.maibot.isolation.examples.benchmarks;

import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Flush;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.executor.BatchResult;

/** MyBatis' mapper of messages. The scope is the ids of a chat stream by their columns' names. */
interface MessageMapper {
    @Select(Statements.FIND)
    List<Line> find(@Param("scope") Map<String, String> scope, @Param("id") String id);

    @Select(Statements.LATEST_TEN)
    List<Line> latestTen(@Param("scope") Map<String, String> scope);

    @Select(Statements.SHARES)
    List<Share> shares(@Param("scope") Map<String, String> scope);

    @Insert(Statements.INSERT)
    int insert(@Param("scope") Map<String, String> scope, @Param("line") Line line);

    /** Sends what a batch has gathered. */
    @Flush
    List<BatchResult> flush();
}
