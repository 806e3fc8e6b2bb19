package io.chaosmiddleware.mappings;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import de.codecentric.boot.admin.server.config.EnableAdminServer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.data.map.repository.config.EnableMapRepositories;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * Everything that brings mappings of its own.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableMapRepositories
@EnableAdminServer
@EnableWebSocket
class MappedApplication implements WebSocketConfigurer {

	static final List<String> SEEN = new CopyOnWriteArrayList<>();

	@Override
	public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
		registry.addHandler(new TextWebSocketHandler(), "/socket");
		registry.addHandler(new TextWebSocketHandler(), "/sockjs").withSockJS();
	}

	@Bean
	MappedInterceptor seeing() {
		return new MappedInterceptor(new String[] { "/people/**" }, new HandlerInterceptor() {

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
	}

}
