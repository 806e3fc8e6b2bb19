package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.Assert;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;
import org.springframework.web.servlet.handler.HandlerMappingIntrospector;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Has mappings that do not come from Spring Boot's configuration of Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(EveryMappingApplication.Annotated.class)
class EveryMappingApplication {

	static final List<String> SEEN = new CopyOnWriteArrayList<>();

	private static HttpRequestHandler answer(String text) {
		return (request, response) -> response.getWriter().write(text);
	}

	@Bean
	FirstMapping firstMapping() {
		return new FirstMapping();
	}

	@Bean
	HandlerMapping urlMapping() {
		return new SimpleUrlHandlerMapping(Map.of("/url", answer("url")), -1);
	}

	@Bean
	PlainMapping plainMapping() {
		return new PlainMapping();
	}

	@Bean
	ServletRegistrationBean<DispatcherServlet> secondDispatcherServlet() {
		AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
		context.register(Second.class);
		ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(
				new DispatcherServlet(context), "/second/*");
		registration.setName("second");
		return registration;
	}

	@Bean
	ServletRegistrationBean<DispatcherServlet> narrowDispatcherServlet() {
		AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
		context.register(Narrow.class);
		DispatcherServlet servlet = new DispatcherServlet(context);
		servlet.setDetectAllHandlerMappings(false);
		ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(servlet, "/narrow/*");
		registration.setName("narrow");
		registration.setLoadOnStartup(1);
		return registration;
	}

	@Bean
	ServletRegistrationBean<HttpServlet> plainServlet() {
		return new ServletRegistrationBean<>(new HttpServlet() {

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
				response.getWriter().write("servlet");
			}

		}, "/servlet");
	}

	// as security does, and libraries that want to know a handler early
	@Bean
	@SuppressWarnings({ "deprecation", "removal" })
	Filter asking(ObjectProvider<HandlerMappingIntrospector> mappings) {
		return (request, response, chain) -> {
			request.setAttribute("filtered", true);
			if (request instanceof HttpServletRequest asked && "ask".equals(asked.getQueryString())) {
				try {
					mappings.getObject().getMatchableHandlerMapping(asked);
				}
				catch (Exception ex) {
					throw new ServletException(ex);
				}
			}
			chain.doFilter(request, response);
		};
	}

	@RestController
	static class Annotated {

		@GetMapping("/annotated")
		String annotated() {
			return "annotated";
		}

		@GetMapping(path = "/parameter", params = "x=1")
		String parameter() {
			return "parameter";
		}

		@GetMapping(path = "/header", headers = "X-Other")
		String header() {
			return "header";
		}

	}

	/** Wants to be asked before everybody else, and so is. */
	static class FirstMapping extends SimpleUrlHandlerMapping implements PriorityOrdered {

		FirstMapping() {
			super(Map.of("/first", answer("first")), HIGHEST_PRECEDENCE);
		}

	}

	/** Has nothing in common with the mappings of Spring. */
	static class PlainMapping implements HandlerMapping {

		final HandlerExecutionChain chain = new HandlerExecutionChain(answer("plain"), new HandlerInterceptor() {

			@Override
			public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
				SEEN.add("preHandle");
				return true;
			}

			@Override
			public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
					Exception ex) {
				SEEN.add("afterCompletion " + ((ex != null) ? ex.getClass().getName() : "null"));
			}

		});

		@Override
		public HandlerExecutionChain getHandler(HttpServletRequest request) {
			if (!"ask".equals(request.getQueryString())) {
				String asked = "asked in " + request.getDispatcherType();
				Assert.state(request.getAttribute(asked) == null, "A mapping is asked once for each dispatch");
				request.setAttribute(asked, true);
			}
			if (request.getRequestURI().equals("/unlinked")) {
				throw new NoClassDefFoundError("com/example/Missing");
			}
			return Set.of("/plain", "/curious", "/filtered").contains(request.getRequestURI()) && suits(request)
					? this.chain : null;
		}

		private static boolean suits(HttpServletRequest request) {
			try {
				return switch (request.getRequestURI()) {
					case "/curious" -> !request.getSession().getId().isEmpty()
							&& request.getRemoteAddr().startsWith("127.") && request.getInputStream().read() == -1
							&& request.getCookies()[0].getValue().equals("1") && request.getIntHeader("X-Version") == 2;
					case "/filtered" -> request.getAttribute("filtered").equals(true);
					default -> true;
				};
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class Second {

		@RestController
		static class Hello {

			@GetMapping("/hello")
			String hello() {
				return "hello";
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Narrow {

		@Bean
		OnlyMapping handlerMapping() {
			return new OnlyMapping();
		}

	}

	/** The only one that its dispatcher servlet asks. */
	static class OnlyMapping extends SimpleUrlHandlerMapping {

		OnlyMapping() {
			super(Map.of("/hello", answer("narrow")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Annotated.class)
	static class OwnMvc extends WebMvcConfigurationSupport {

	}

}
