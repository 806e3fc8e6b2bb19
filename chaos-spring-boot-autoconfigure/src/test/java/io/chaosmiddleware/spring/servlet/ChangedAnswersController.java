package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * Writes answers to the response itself, and changes its mind about some of them.
 */
@Controller
@RequestMapping("/changed")
class ChangedAnswersController {

	@GetMapping("/caught")
	@ResponseBody
	String caught() {
		return "not reached";
	}

	/** Answers what the handler could not. */
	@Component
	@Order(0)
	static class Catching implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			boolean catches = ((HttpServletRequest) request).getRequestURI().endsWith("/changed/caught");
			try {
				chain.doFilter(request, response);
			}
			catch (IOException | ServletException ex) {
				if (!catches) {
					throw ex;
				}
				response.getWriter().write("answered by a filter");
			}
		}

	}

	@GetMapping("/reset")
	void reset(HttpServletResponse response) throws IOException {
		response.setContentType("text/plain;charset=UTF-16");
		response.getWriter().write("dropped");
		response.reset();
		response.getOutputStream().print("kept");
	}

	@GetMapping("/reset-buffer")
	void resetBuffer(HttpServletResponse response) throws IOException {
		response.setContentType("text/plain;charset=UTF-8");
		PrintWriter writer = response.getWriter();
		writer.write("dropped");
		response.resetBuffer();
		writer.write("kept");
	}

	@GetMapping("/late-encoding")
	void lateEncoding(HttpServletResponse response) throws IOException {
		response.setContentType("text/plain");
		PrintWriter writer = response.getWriter();
		response.setCharacterEncoding("UTF-8");
		response.setContentType("text/html;charset=UTF-8");
		writer.write("gr\u00fcn");
	}

	@GetMapping("/error")
	void error(HttpServletResponse response) throws IOException {
		response.getWriter().write("dropped");
		response.sendError(410);
	}

	@GetMapping("/redirect")
	void redirect(HttpServletResponse response) throws IOException {
		response.getWriter().write("dropped");
		response.sendRedirect("/orders");
	}

	@GetMapping("/failure")
	void failure(HttpServletResponse response) throws IOException {
		response.getOutputStream().write(new byte[1000]);
		throw new IllegalArgumentException("after a part");
	}

	@GetMapping("/unhandled-failure")
	void unhandledFailure(HttpServletResponse response) throws IOException {
		response.getOutputStream().write(new byte[1000]);
		throw new IOException("after a part");
	}

	@GetMapping("/letters")
	void letters(HttpServletResponse response) throws IOException {
		response.setContentType("text/plain;charset=UTF-8");
		PrintWriter writer = response.getWriter();
		for (int i = 0; i < 20_000; i++) {
			writer.write('a' + i % 26);
		}
	}

	@GetMapping("/not-blocking")
	void notBlocking(HttpServletRequest request, HttpServletResponse response) throws IOException {
		AsyncContext context = request.startAsync(request, response);
		ServletOutputStream stream = response.getOutputStream();
		stream.setWriteListener(new WriteListener() {

			private int parts;

			@Override
			public void onWritePossible() throws IOException {
				while (stream.isReady()) {
					if (this.parts == 10) {
						context.complete();
						return;
					}
					this.parts++;
					stream.write(new byte[2000]);
				}
			}

			@Override
			public void onError(Throwable failure) {
				context.complete();
			}

		});
	}

}
