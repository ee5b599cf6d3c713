package org.maibot.isolation.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.maibot.isolation.IsolationContext;

/** One operation through all doors to a database, in pairs of slices that take turns. */
final class Comparison {
    private static final int ROUNDS_TO_VACUUM = 16;

    private final ChatDatabase database;
    private final Map<DoorKind, Door> doors;
    private final Random random = new Random(1);
    private long done;

    /** A door's pairs. */
    record Measured(DoorKind door, DoorKind baseline, Pairs pairs) {}

    Comparison(ChatDatabase database) {
        this.database = database;
        this.doors = new EnumMap<>(DoorKind.class);
        for (DoorKind kind : DoorKind.of(database.product())) {
            doors.put(kind, kind.open(database));
        }
    }

    /** Does all operations through all doors, each for a time, so that their code is compiled. */
    void warmUp(Duration time) throws Exception {
        for (Operation operation : Operation.values()) {
            rounds(operation, pairs(), time);
        }
    }

    /** Measures an operation for a time, an eighth of which does not count. */
    List<Measured> measure(Operation operation, Duration time) throws Exception {
        Duration before = time.dividedBy(8);
        rounds(operation, pairs(), before);
        List<Measured> all = pairs();
        rounds(operation, all, time.minus(before));
        return all;
    }

    private List<Measured> pairs() {
        List<Measured> all = new ArrayList<>();
        for (DoorKind door : doors.keySet()) {
            door.baseline().ifPresent(baseline -> all.add(new Measured(door, baseline, new Pairs())));
        }
        return all;
    }

    private void rounds(Operation operation, List<Measured> all, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        for (int round = 0; round == 0 || System.nanoTime() < end; round++) {
            if (operation.writes() && round % ROUNDS_TO_VACUUM == 0) {
                database.vacuum();
            }
            IsolationContext chat =
                    database.chats().get(random.nextInt(database.chats().size()));
            slice(operation, DoorKind.RAW, chat); // its pages are at hand from here on
            for (Measured measured : all) {
                measured.pairs()
                        .add(
                                () -> slice(operation, measured.baseline(), chat),
                                () -> slice(operation, measured.door(), chat));
            }
        }
    }

    private Slice slice(Operation operation, DoorKind kind, IsolationContext chat) throws Exception {
        Door door = requireNonNull(doors.get(kind));
        int count = operation.perSlice();
        long first = done;
        done += count;
        return Slice.of(count, () -> operation.slice(door, chat, first, count));
    }
}
