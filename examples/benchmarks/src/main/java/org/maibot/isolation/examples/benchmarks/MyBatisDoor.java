package org.maibot.isolation.examples.benchmarks;

import com.baomidou.mybatisplus.core.MybatisConfiguration;
import com.baomidou.mybatisplus.core.MybatisSqlSessionFactoryBuilder;
import com.baomidou.mybatisplus.extension.plugins.MybatisPlusInterceptor;
import com.baomidou.mybatisplus.extension.plugins.inner.TenantLineInnerInterceptor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import net.sf.jsqlparser.expression.StringValue;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * MyBatis-Plus as it is shipped, but that a session does not remember the answers to its queries.
 *
 * @param tenant the current tenant, for the interceptor
 */
record MyBatisDoor(SqlSessionFactory sessions, AtomicReference<String> tenant) implements Door {
    /** All predicates by hand. */
    static MyBatisDoor byHand(DataSource dataSource) {
        AtomicReference<String> tenant = new AtomicReference<>("");
        return new MyBatisDoor(sessions(configuration(dataSource, Dimension.values())), tenant);
    }

    /** The interceptor for the tenant, which is the one dimension that it knows; the other predicates by hand. */
    static MyBatisDoor tenantLine(DataSource dataSource) {
        AtomicReference<String> tenant = new AtomicReference<>("");
        MybatisConfiguration configuration =
                configuration(dataSource, Dimension.AGENT, Dimension.PLATFORM, Dimension.CHAT_STREAM);
        MybatisPlusInterceptor interceptor = new MybatisPlusInterceptor();
        interceptor.addInnerInterceptor(new TenantLineInnerInterceptor(() -> new StringValue(tenant.get())));
        configuration.addInterceptor(interceptor);
        return new MyBatisDoor(sessions(configuration), tenant);
    }

    private static MybatisConfiguration configuration(DataSource dataSource, Dimension... byHand) {
        MybatisConfiguration configuration =
                new MybatisConfiguration(new Environment("benchmarks", new JdbcTransactionFactory(), dataSource));
        Properties variables = new Properties();
        variables.putAll(Statements.byHand(byHand));
        configuration.setVariables(variables);
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
        return configuration;
    }

    private static SqlSessionFactory sessions(MybatisConfiguration configuration) {
        SqlSessionFactory sessions = new MybatisSqlSessionFactoryBuilder().build(configuration);
        sessions.getConfiguration().addMapper(MessageMapper.class);
        return sessions;
    }

    @Override
    public <T> T in(IsolationContext context, Mode mode, Work<T> work) throws Exception {
        tenant.set(context.tenantId());
        Map<String, String> scope = Arrays.stream(Dimension.values())
                .collect(Collectors.toMap(
                        Dimension::columnName,
                        dimension -> context.id(dimension).orElseThrow()));
        ExecutorType type = mode == Mode.BATCH ? ExecutorType.BATCH : ExecutorType.SIMPLE;
        try (SqlSession session = sessions.openSession(type, mode == Mode.READ)) { // closing it rolls back
            return work.on(new MapperChat(session.getMapper(MessageMapper.class), scope));
        }
    }

    /** A chat stream by its mapper. */
    private record MapperChat(MessageMapper mapper, Map<String, String> scope) implements Chat {
        @Override
        public List<Line> find(String id) {
            return mapper.find(scope, id);
        }

        @Override
        public List<Line> latestTen() {
            return mapper.latestTen(scope);
        }

        @Override
        public List<Share> shares() {
            return mapper.shares(scope);
        }

        @Override
        public void append(Line line) {
            mapper.insert(scope, line);
        }

        @Override
        public void appendAll(List<Line> lines) {
            for (Line line : lines) {
                mapper.insert(scope, line);
            }
            mapper.flush();
        }
    }
}
