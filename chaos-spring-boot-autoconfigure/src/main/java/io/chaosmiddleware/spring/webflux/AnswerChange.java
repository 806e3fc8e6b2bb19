package io.chaosmiddleware.spring.webflux;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AnswerBody;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * What an attack does to the answer of a request, whoever sends it.
 */
interface AnswerChange {

	/** Return whether the length of the body has to be known before it is sent. */
	boolean asksForLength();

	/**
	 * Begin to send the answer, whose headers can still be set.
	 * @param obstacle why the answer cannot be changed, {@code null} if it can be
	 * @param length how many bytes its body has, negative if that is not known
	 * @return the body, {@code null} if there is nothing to do any more
	 */
	@Nullable AnswerBody begin(@Nullable Reason obstacle, long length);

	/**
	 * Change a body.
	 * @param body what is done to it
	 * @param source its buffers, which are released
	 * @return parts, each of which has to be sent at once
	 */
	Flux<Publisher<DataBuffer>> apply(AnswerBody body, Publisher<? extends DataBuffer> source);

	/** Note that the request is over. */
	void end();

}
