package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.maibot.isolation.jdbc.TwinTables.LANG;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;

import org.jooq.EmbeddableRecord;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.TableOptions;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.EmbeddableRecordImpl;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Generated code whose keys are not those of the table does not move rows out of the scope, nor touch others. */
@Tag("everyDatabase")
class BrokenKeysTest {
    private static final Field<Long> NOTE_ID = field(name("note", "id"), SQLDataType.BIGINT);
    private static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    private static final Field<String> TENANT = field(name("tenant_id"), SQLDataType.VARCHAR);

    /** jOOQ makes it an update of those rows whose key is among the first ones: a key without the tenant has many. */
    @Test
    void anUpdateWithALimitByAKeyWithoutTheTenant() {
        OldNote note = new OldNote();
        Attempt.touchesNobodyElse(dsl ->
                dsl.update(note).set(note.body, "hit").orderBy(note.id).limit(1).execute());
    }

    @Test
    void aDeleteWithALimitByAKeyWithoutTheTenant() {
        OldNote note = new OldNote();
        Attempt.touchesNobodyElse(
                dsl -> dsl.deleteFrom(note).orderBy(note.id).limit(1).execute());
    }

    /** jOOQ makes two columns of one field. */
    @Test
    void anEmbeddedKeyIsUpdated() {
        EmbeddedNote note = new EmbeddedNote();
        Attempt.touchesNobodyElse(dsl -> dsl.update(note)
                .set(note.key, note.key("ACME", 901L))
                .where(note.id.eq(2L))
                .execute());
    }

    @Test
    void anEmbeddedKeyIsUpdatedByAnUpsert() {
        EmbeddedNote note = new EmbeddedNote();
        Attempt.touchesNobodyElse(dsl -> dsl.insertInto(note, note.id)
                .values(2L)
                .onConflict(note.tenant, note.id)
                .doUpdate()
                .set(note.key, note.key("ACME", 904L))
                .execute());
    }

    @Test
    void anotherTableIsCalledLikeTheOneThatIsUpdated() {
        Attempt.touchesNobodyElse(dsl -> dsl.update(NOTE)
                .set(TENANT, "ACME")
                .set(ID, 77L)
                .from(LANG.as("note"))
                .where(NOTE_ID.eq(2L))
                .execute());
    }

    /** Generated before the tenant joined the primary key. */
    private static final class OldNote extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        private final transient TableField<Record, Long> id =
                createField(DSL.name("id"), SQLDataType.BIGINT.nullable(false), this);
        private final transient TableField<Record, String> body =
                createField(DSL.name("body"), SQLDataType.VARCHAR, this);

        OldNote() {
            super(DSL.name("note"), null, null, null, DSL.comment(""), TableOptions.table());
        }

        @Override
        @SuppressWarnings("unchecked") // of jOOQ's variable arguments
        public UniqueKey<Record> getPrimaryKey() {
            return Internal.createUniqueKey(this, DSL.name("pk"), id);
        }
    }

    /** Generated with the key as one field. */
    private static final class EmbeddedNote extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        private final transient TableField<Record, String> tenant =
                createField(DSL.name("tenant_id"), SQLDataType.VARCHAR, this);
        private final transient TableField<Record, Long> id =
                createField(DSL.name("id"), SQLDataType.BIGINT.nullable(false), this);

        @SuppressWarnings("unchecked") // of jOOQ's variable arguments
        private final transient TableField<Record, Key> key =
                Internal.createEmbeddable(DSL.name("pk"), Key.class, false, this, tenant, id);

        EmbeddedNote() {
            super(DSL.name("note"), null, null, null, DSL.comment(""), TableOptions.table());
        }

        Key key(String tenantId, long number) {
            Key made = new Key();
            made.set(tenant, tenantId);
            made.set(id, number);
            return made;
        }
    }

    /** The key as a record. */
    private static final class Key extends EmbeddableRecordImpl<Key> implements EmbeddableRecord<Key> {
        private static final long serialVersionUID = 1L;

        Key() {
            super(DSL.row(
                    DSL.field(DSL.name("tenant_id"), SQLDataType.VARCHAR),
                    DSL.field(DSL.name("id"), SQLDataType.BIGINT)));
        }
    }
}
