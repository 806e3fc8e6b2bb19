package io.chaosmiddleware.spring.servlet;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/**
 * Encodes the text of a {@link ChangedResponse} at once, since nobody tells it when the
 * container ends the answer.
 */
final class ChangedWriter extends Writer {

	private final OutputStream stream;

	private final OutputStreamWriter encoder;

	ChangedWriter(OutputStream stream, Charset charset) {
		this.stream = stream;
		this.encoder = new OutputStreamWriter(new FilterOutputStream(stream) {

			@Override
			public void write(byte[] b, int off, int len) throws IOException {
				this.out.write(b, off, len);
			}

			@Override
			public void flush() {
				// Only the encoder is flushed.
			}

		}, charset);
	}

	@Override
	public void write(char[] text, int off, int len) throws IOException {
		this.encoder.write(text, off, len);
		this.encoder.flush();
	}

	@Override
	public void flush() throws IOException {
		this.stream.flush();
	}

	@Override
	public void close() throws IOException {
		this.stream.close();
	}

}
