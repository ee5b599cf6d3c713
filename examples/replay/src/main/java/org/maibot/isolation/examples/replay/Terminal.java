package org.maibot.isolation.examples.replay;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Where the program writes.
 *
 * @param out standard output
 * @param err standard error
 * @param printable makes text of others fit to be printed on either; for one thread at a time
 */
record Terminal(PrintWriter out, PrintWriter err, Printable printable) {

    /** Writes text in a character set to two streams. */
    static Terminal of(OutputStream out, OutputStream err, Charset charset) {
        return new Terminal(
                new PrintWriter(new OutputStreamWriter(out, charset), false),
                new PrintWriter(new OutputStreamWriter(err, charset), true),
                new Printable(charset));
    }

    /** The standard streams of this process, in the character set that the JDK found for its terminal. */
    static Terminal standard() {
        String locale = System.getProperty("native.encoding", "UTF-8");
        return of(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Charset.forName(System.getProperty("stdout.encoding", locale)));
    }

    /** Writes out what is left, and throws if standard output did not take everything. */
    void flush() throws IOException {
        if (out.checkError()) {
            throw new IOException("standard output cannot be written to");
        }
    }
}
