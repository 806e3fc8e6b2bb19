package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.spring.contract.ContractApplication;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.ServletForwardingController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Answers in ways that only Spring MVC has.
 */
@Controller
@RequestMapping("/answers")
class AnsweringServletController {

	static final int MORE_THAN_A_BUFFER = 100_000;

	/** Lets answers that have begun go on. */
	static volatile CompletableFuture<String> gate = new CompletableFuture<>();

	static void awaitHandled() {
		while (ContractApplication.handled() == 0) {
			Thread.onSpinWait();
		}
	}

	private static byte[] handle(String answer) {
		return ContractApplication.handle(answer).getBytes(StandardCharsets.UTF_8);
	}

	@GetMapping("/view")
	ModelAndView view() {
		ContractApplication.handle("view");
		View view = (model, request, response) -> response.getWriter().write("a view");
		return new ModelAndView(view);
	}

	@GetMapping("/redirect-view")
	String redirectView() {
		return ContractApplication.handle("redirect:/orders");
	}

	@GetMapping("/redirect")
	void redirect(HttpServletResponse response) throws IOException {
		response.setHeader("X-Handler", ContractApplication.handle("redirect"));
		response.sendRedirect("/shop/orders", 307);
	}

	@GetMapping("/forward")
	String forward() {
		return "forward:/orders";
	}

	@GetMapping("/forwarded")
	void forwarded(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
		request.getRequestDispatcher("/orders").forward(request, response);
	}

	@GetMapping("/forwarded-callable")
	void forwardedCallable(HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		request.getRequestDispatcher("/callable").forward(request, response);
	}

	@GetMapping("/forwarded-twice")
	void forwardedTwice(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
		request.getRequestDispatcher("/answers/forwarded").forward(request, response);
	}

	@GetMapping("/forwarded-plain")
	void forwardedPlain(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
		request.getRequestDispatcher("/plain").forward(request, response);
	}

	@GetMapping("/forwarded-named")
	ModelAndView forwardedNamed(HttpServletRequest request, HttpServletResponse response) throws Exception {
		ServletForwardingController forwarding = new ServletForwardingController();
		forwarding.setServletName("plain");
		forwarding.setServletContext(request.getServletContext());
		return forwarding.handleRequest(request, response);
	}

	@GetMapping("/include")
	void include(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
		response.getOutputStream().write(handle("included "));
		request.getRequestDispatcher("/orders").include(request, response);
	}

	@GetMapping("/writer")
	void writer(HttpServletResponse response) throws IOException {
		response.setHeader("X-Handler", "1");
		response.setContentType("text/plain;charset=UTF-8");
		response.getWriter().print(ContractApplication.handle("gr\u00fcn \u20ac "));
		response.getWriter().println(7);
	}

	@GetMapping("/latin")
	void latin(HttpServletResponse response) throws IOException {
		response.getWriter().append(ContractApplication.handle("gr\u00fcn"));
	}

	@ResponseBody
	@GetMapping("/cached")
	String cached() {
		return ContractApplication.handle("cached");
	}

	@GetMapping("/large-text")
	void largeText(HttpServletResponse response) throws IOException {
		response.setContentType("text/plain;charset=UTF-8");
		// a character has three bytes
		response.getWriter().print(ContractApplication.handle("\u20ac").repeat(25_000));
		response.getWriter().print("end");
	}

	@ResponseBody
	@GetMapping("/abandoned")
	DeferredResult<String> abandoned(HttpServletRequest request) {
		CompletableFuture.runAsync(() -> {
			while (!request.isAsyncStarted()) {
				Thread.onSpinWait();
			}
			request.getAsyncContext().complete();
		});
		return new DeferredResult<>();
	}

	@GetMapping("/closed")
	void closed(HttpServletResponse response) throws IOException {
		response.setContentType("text/plain");
		response.getOutputStream().write(handle("closed"));
		response.getOutputStream().close();
	}

	@GetMapping("/flushed")
	void flushed(HttpServletResponse response) throws IOException {
		response.getOutputStream().write(handle("flushed"));
		response.flushBuffer();
		response.getOutputStream().flush();
	}

	@ResponseBody
	@GetMapping("/ranges")
	Resource ranges() {
		return new ClassPathResource("static/static.txt");
	}

	@GetMapping("/error")
	void error(HttpServletResponse response) throws IOException {
		response.sendError(404, "none");
	}

	@GetMapping("/error-after-writing")
	void errorAfterWriting(HttpServletResponse response) throws IOException {
		response.getOutputStream().write(handle("begun"));
		response.sendError(418);
	}

	@ResponseBody
	@GetMapping("/timeout")
	DeferredResult<String> timeout() {
		return new DeferredResult<>(50L);
	}

	@ResponseBody
	@GetMapping("/late-failure")
	Callable<String> lateFailure() {
		return () -> {
			throw new IOException("late");
		};
	}

	@ResponseBody
	@GetMapping("/gated")
	CompletableFuture<String> gated() {
		ContractApplication.handle("gated");
		return gate;
	}

	@GetMapping("/stream")
	StreamingResponseBody stream() {
		return (body) -> {
			// less than what is held, and more than the buffer of any server; newer
			// versions of Spring do not pass on a flush
			body.write("a".repeat(50_000).getBytes(StandardCharsets.UTF_8));
			body.write(gate.join().getBytes(StandardCharsets.UTF_8));
		};
	}

	@GetMapping("/emitter")
	ResponseBodyEmitter emitter() throws IOException {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter();
		emitter.send("a");
		gate.thenAccept((rest) -> {
			try {
				emitter.send(rest);
				emitter.complete();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

	@GetMapping("/two-flushes")
	void twoFlushes(HttpServletResponse response) throws IOException {
		response.flushBuffer();
		response.getOutputStream().write(new byte[0]);
		response.getOutputStream().write('a');
		response.flushBuffer();
		response.getOutputStream().write(gate.join().getBytes(StandardCharsets.UTF_8));
	}

	@GetMapping("/written-before-async")
	void writtenBeforeAsync(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.getOutputStream().write('a');
		AsyncContext async = request.startAsync(request, response);
		gate.thenRun(async::complete);
	}

	@GetMapping("/own-async")
	void ownAsync(HttpServletRequest request, HttpServletResponse response) throws IOException {
		AsyncContext async = request.startAsync(request, response);
		response.getOutputStream().write('a');
		response.getOutputStream().flush();
		gate.thenAccept((rest) -> {
			try {
				async.getResponse().getOutputStream().write(rest.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				async.complete();
			}
		});
	}

	@GetMapping("/unflushed")
	void unflushed(HttpServletResponse response) throws IOException {
		byte[] some = new byte[1000];
		for (int i = 0; i < 2 * MORE_THAN_A_BUFFER; i += some.length) {
			response.getOutputStream().write(some);
		}
		response.getOutputStream().write(gate.join().getBytes(StandardCharsets.UTF_8));
	}

}
