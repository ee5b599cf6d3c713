package org.maibot.isolation.examples.terminal;

import java.io.BufferedOutputStream;
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
 * @param out the bytes of standard output, for JSON
 * @param text standard output, for people
 * @param err standard error
 * @param printable makes text of others fit to be printed on either; for one thread at a time
 */
public record Terminal(OutputStream out, PrintWriter text, PrintWriter err, Printable printable) {

    /** Writes text in a character set to two streams. */
    public static Terminal of(OutputStream out, OutputStream err, Charset charset) {
        return new Terminal(
                out,
                new PrintWriter(new OutputStreamWriter(out, charset), false),
                new PrintWriter(new OutputStreamWriter(err, charset), true),
                new Printable(charset));
    }

    /** The standard streams of this process, in the character set that the JDK found for its terminal. */
    public static Terminal standard() {
        String locale = System.getProperty("native.encoding", "UTF-8");
        return of(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                new FileOutputStream(FileDescriptor.err),
                Charset.forName(System.getProperty("stdout.encoding", locale)));
    }

    /** Writes out what is left, and throws if standard output did not take everything. */
    public void flush() throws IOException {
        if (text.checkError()) {
            throw new IOException("standard output cannot be written to");
        }
        out.flush();
    }
}
