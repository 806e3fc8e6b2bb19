package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AnswerBody;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * The stream of a {@link ChangedResponse}.
 */
final class ChangedStream extends ServletOutputStream {

	private final ChangedResponse response;

	private final ServletOutputStream target;

	ChangedStream(ChangedResponse response, ServletOutputStream target) {
		this.response = response;
		this.target = target;
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] b, int off, int len) throws IOException {
		AnswerBody body = (len > 0) ? this.response.begin() : null;
		if (body == null) {
			this.target.write(b, off, len);
			return;
		}
		int end = off + len;
		for (int next = off; next < end && !this.response.isCut();) {
			int piece = body.piece(end - next);
			byte[] bytes = Arrays.copyOfRange(b, next, next + piece);
			int passed = body.filter(bytes, 0, piece);
			boolean slow = body.await(passed);
			this.target.write(bytes, 0, passed);
			if (passed < piece) {
				this.response.cut();
			}
			else if (slow) {
				this.target.flush();
			}
			next += piece;
		}
	}

	@Override
	public void write(ByteBuffer buffer) throws IOException {
		if (this.response.begin() == null) {
			this.target.write(buffer);
			return;
		}
		byte[] content = new byte[buffer.remaining()];
		buffer.get(content);
		write(content, 0, content.length);
	}

	@Override
	public void flush() throws IOException {
		this.response.begin();
		if (!this.response.isCut()) {
			this.target.flush();
		}
	}

	@Override
	public void close() throws IOException {
		this.response.begin();
		if (!this.response.isCut()) {
			this.target.close();
		}
	}

	@Override
	public boolean isReady() {
		return this.response.isCut() || this.target.isReady();
	}

	@Override
	public void setWriteListener(WriteListener listener) {
		// Whoever must not block cannot be slowed down either.
		this.response.abandon(Reason.UNSUPPORTED);
		this.target.setWriteListener(listener);
	}

}
