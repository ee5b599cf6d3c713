package org.maibot.isolation.examples.benchmarks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;

/** What is compared does the same: all doors read the same rows and write the same rows. */
class DoorsAgreeTest {
    /** Ten messages in each of twelve streams, under the same ids. */
    static final ChatData DATA = new ChatData(120, 2, 2, 3);

    private static final IsolationContext CHAT = IsolationContext.of("tenant-1", "agent-0", "qq", "group-2");
    private static final long LATER = 2_000_000_000_000_000L;
    private static final Map<Product, ChatDatabase> DATABASES = new EnumMap<>(Product.class);

    @BeforeAll
    static void open() throws IOException, SQLException {
        for (Product product : Product.values()) {
            DATABASES.put(product, ChatDatabase.open(product, DATA));
        }
    }

    @AfterAll
    static void close() throws IOException {
        for (ChatDatabase database : DATABASES.values()) {
            database.close();
        }
    }

    /** What is expected of a door. */
    private interface Expectation {
        void of(Door door) throws Exception;
    }

    /** Holds for all doors, and leaves nothing in the database. */
    private static void eachDoor(Product product, Expectation expectation) throws Exception {
        ChatDatabase database = requireNonNull(DATABASES.get(product));
        for (DoorKind kind : DoorKind.of(product)) {
            expectation.of(kind.open(database));
            assertThat(count(database)).as(kind.toString()).isEqualTo(DATA.messages());
        }
    }

    private static long count(ChatDatabase database) throws SQLException {
        try (Connection connection = database.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from messages")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The messages of the stream, in the order of their times. */
    private static List<Line> lines() {
        int place = DATA.chats().indexOf(CHAT);
        return LongStream.range(0, 10)
                .mapToObj(i -> Line.of(i, 1_700_000_000_000_000L + i * 12 + place))
                .toList();
    }

    private static long characters(List<Line> lines) {
        return lines.stream().mapToLong(line -> line.text().length()).sum();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageIsFoundByItsId(Product product) throws Exception {
        eachDoor(product, door -> {
            List<Line> found = door.in(CHAT, Door.Mode.READ, chat -> chat.find("m-7"));
            assertThat(found).containsExactly(lines().get(7));
        });
    }

    @ParameterizedTest
    @EnumSource
    void theLatestTenAreThoseOfTheStream(Product product) throws Exception {
        List<Line> latest = new ArrayList<>(lines());
        Collections.reverse(latest);
        eachDoor(
                product,
                door -> assertThat(door.in(CHAT, Door.Mode.READ, Chat::latestTen))
                        .isEqualTo(latest));
    }

    @ParameterizedTest
    @EnumSource
    void sharesAreCountedInTheStream(Product product) throws Exception {
        long half = characters(lines().subList(0, 5));
        eachDoor(
                product,
                door -> assertThat(door.in(CHAT, Door.Mode.READ, Chat::shares))
                        .containsExactly(
                                new Share("agent", "a group", 5, half), new Share("user", "a group", 5, half)));
    }

    @ParameterizedTest
    @EnumSource
    void anInsertedMessageIsInTheStreamUntilItIsUndone(Product product) throws Exception {
        Line line = Line.of(10, LATER);
        eachDoor(product, door -> {
            List<Line> latest = door.in(CHAT, Door.Mode.WRITE, chat -> {
                chat.append(line);
                return chat.latestTen();
            });
            assertThat(latest).hasSize(10).startsWith(line);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBatchIsInTheStreamUntilItIsUndone(Product product) throws Exception {
        List<Line> lines =
                LongStream.range(10, 50).mapToObj(i -> Line.of(i, LATER + i)).toList();
        eachDoor(product, door -> {
            List<Share> shares = door.in(CHAT, Door.Mode.BATCH, chat -> {
                chat.appendAll(lines);
                return chat.shares();
            });
            assertThat(shares).extracting(Share::messages).containsExactly(5L, 45L);
        });
    }

    @ParameterizedTest
    @EnumSource
    void slicesTouchTheSameNumberOfRows(Product product) throws Exception {
        eachDoor(product, door -> {
            List<Integer> rows = new ArrayList<>();
            for (Operation operation : Operation.values()) {
                rows.add(operation.slice(door, CHAT, 0, 3));
            }
            assertThat(rows).containsExactly(3, 3, 30, 6, 3, 300);
        });
    }
}
