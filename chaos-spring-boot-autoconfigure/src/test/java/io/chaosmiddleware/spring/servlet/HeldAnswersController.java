package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import com.sun.management.ThreadMXBean;
import io.chaosmiddleware.spring.contract.ContractApplication;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Ends its answers in ways that a container must not see before an attack has acted.
 */
@Controller
@RequestMapping("/held")
class HeldAnswersController {

	/** How many bytes were allocated by whoever wrote after an error. */
	static volatile long allocated;

	@GetMapping("/flushed-and-closed")
	void flushedAndClosed(HttpServletResponse response) throws IOException {
		OutputStream stream = begin(response);
		stream.flush();
		stream.close();
	}

	@GetMapping("/flushed-empty")
	void flushedEmpty(HttpServletResponse response) throws IOException {
		response.flushBuffer();
		response.getOutputStream().close();
	}

	@GetMapping("/closed-by-writer")
	void closedByWriter(HttpServletResponse response) throws IOException {
		PrintWriter writer = response.getWriter();
		writer.print(ContractApplication.handle("written"));
		writer.close();
	}

	@GetMapping("/flushed-and-closed-by-writer")
	void flushedAndClosedByWriter(HttpServletResponse response) throws IOException {
		PrintWriter writer = response.getWriter();
		writer.print(ContractApplication.handle("written"));
		writer.flush();
		writer.close();
	}

	@GetMapping("/changed-after-flush")
	void changedAfterFlush(HttpServletResponse response) throws IOException {
		begin(response).flush();
		change(response);
	}

	@GetMapping("/changed-after-close")
	void changedAfterClose(HttpServletResponse response) throws IOException {
		begin(response).close();
		change(response);
	}

	private static OutputStream begin(HttpServletResponse response) throws IOException {
		response.setHeader("X-Early", "1");
		response.setContentType("text/plain");
		response.getOutputStream().write(ContractApplication.handle("written").getBytes(StandardCharsets.UTF_8));
		return response.getOutputStream();
	}

	private static void change(HttpServletResponse response) {
		response.setStatus(202);
		response.setHeader("X-Early", "2");
		response.addHeader("X-Late", "2");
		response.addIntHeader("X-Late", 3);
		response.setIntHeader("X-Later", 4);
		response.setDateHeader("Expires", 0);
		response.addDateHeader("Last-Modified", 0);
		response.addCookie(new Cookie("late", "1"));
		response.setContentType("text/html;charset=UTF-8");
		response.setCharacterEncoding("UTF-8");
		response.setCharacterEncoding(StandardCharsets.UTF_8);
		response.setLocale(Locale.GERMAN);
		response.setContentLength(3);
		response.setContentLengthLong(3);
	}

	@GetMapping("/written-after-error")
	void writtenAfterError(HttpServletResponse response) throws IOException {
		ContractApplication.handle("error");
		byte[] some = new byte[64 * 1024];
		OutputStream stream = response.getOutputStream();
		response.sendError(404);
		allocated = allocated(() -> stream.write(some));
	}

	@GetMapping("/printed-after-redirect")
	void printedAfterRedirect(HttpServletResponse response) throws IOException {
		ContractApplication.handle("redirect");
		char[] some = new char[64 * 1024];
		PrintWriter writer = response.getWriter();
		response.sendRedirect("/orders");
		allocated = allocated(() -> writer.write(some));
	}

	private static long allocated(Writing writing) throws IOException {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(thread);
		for (int i = 0; i < 200; i++) {
			writing.write();
		}
		return threads.getThreadAllocatedBytes(thread) - before;
	}

	/**
	 * Writes something.
	 */
	@FunctionalInterface
	private interface Writing {

		void write() throws IOException;

	}

}
