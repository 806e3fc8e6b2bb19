package io.chaosmiddleware.spring.servlet;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/**
 * The writer of a {@link HeldResponse}. The native writer encodes the text.
 */
final class HeldWriter extends PrintWriter {

	private final Text text;

	private HeldWriter(Text text) {
		super(text);
		this.text = text;
	}

	static HeldWriter create(HeldResponse response, PrintWriter target) {
		return new HeldWriter(new Text(response, target));
	}

	/** Return how many bytes the text that is held has in an encoding. */
	long length(String encoding) {
		return this.text.held.toString().getBytes(Charset.forName(encoding)).length;
	}

	/** Send what is held. */
	void send() {
		this.text.send();
	}

	/** Close the native writer if this one is closed. */
	void end() {
		this.text.end();
	}

	/** Forget what is held. */
	void clear() {
		this.text.clear();
	}

	@Override
	public boolean checkError() {
		return super.checkError() || (!this.text.response.isHolding() && this.text.target.checkError());
	}

	/**
	 * Text that is held or written to the native writer.
	 */
	private static final class Text extends Writer {

		private final HeldResponse response;

		private final PrintWriter target;

		private CharArrayWriter held = new CharArrayWriter();

		private boolean closed;

		Text(HeldResponse response, PrintWriter target) {
			this.response = response;
			this.target = target;
		}

		void send() {
			this.target.write(this.held.toCharArray());
			this.held = new CharArrayWriter();
		}

		void end() {
			if (this.closed) {
				this.target.close();
			}
		}

		void clear() {
			this.held = new CharArrayWriter();
			this.closed = false;
		}

		@Override
		public void write(char[] text, int off, int len) throws IOException {
			if (this.response.drops()) {
				return;
			}
			if (len > 0 && this.response.isHolding() && this.response.holds(utf8Length(text, off, len))) {
				this.held.write(text, off, len);
			}
			else {
				this.target.write(text, off, len);
			}
		}

		@Override
		public void flush() throws IOException {
			if (!this.response.holdsFlush()) {
				this.target.flush();
			}
		}

		@Override
		public void close() throws IOException {
			if (this.response.holdsClose()) {
				this.closed = true;
			}
			else {
				this.target.close();
			}
		}

		private static long utf8Length(char[] text, int off, int len) {
			long length = len;
			for (int i = off; i < off + len; i++) {
				length += (text[i] < 0x80) ? 0 : (text[i] < 0x800) ? 1 : 2;
			}
			return length;
		}

	}

}
