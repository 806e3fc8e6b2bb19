package io.chaosmiddleware.spring.actuate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.chaosmiddleware.condition.PathSpellings;
import io.chaosmiddleware.spring.web.UnattackablePaths;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/**
 * The paths of the actuator on the application's own port. They are found out when they
 * are first needed, because they depend on all endpoints, one of which depends on the
 * engine.
 */
public final class ActuatorPaths implements UnattackablePaths {

	private final Supplier<@Nullable PathMappedEndpoints> endpoints;

	private final Supplier<String> prefix;

	private final Environment environment;

	private volatile @Nullable List<String> roots;

	/**
	 * Create the paths.
	 * @param endpoints supplies the web endpoints, {@code null} if there are none
	 * @param prefix supplies the prefix of all paths of the actuator
	 * @param environment the environment, which determines the port of the actuator
	 */
	public ActuatorPaths(Supplier<@Nullable PathMappedEndpoints> endpoints, Supplier<String> prefix,
			Environment environment) {
		this.endpoints = endpoints;
		this.prefix = prefix;
		this.environment = environment;
	}

	@Override
	public boolean test(String path) {
		List<String> roots = this.roots;
		if (roots == null) {
			roots = paths().map(PathSpellings::canonical).toList();
			this.roots = roots;
		}
		for (int i = 0; i < roots.size(); i++) {
			String root = roots.get(i);
			if (path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

	@Override
	public List<String> patterns() {
		PathMappedEndpoints endpoints = this.endpoints.get();
		if (endpoints == null) {
			return List.of();
		}
		ManagementPortType port = ManagementPortType.get(this.environment);
		// The paths are not in canonical form here, because routes are compared with
		// regard to case.
		Set<String> paths = paths().collect(Collectors.toCollection(LinkedHashSet::new));
		if (port == ManagementPortType.DIFFERENT) {
			String before = this.environment.getProperty("management.server.base-path", "");
			endpoints.getAllPaths().forEach((path) -> paths.add(before + path));
			paths.add(before + endpoints.getBasePath());
		}
		paths.removeIf((path) -> path.isEmpty() || path.equals("/"));
		return paths.stream().map((path) -> path + "/**").toList();
	}

	private Stream<String> paths() {
		Set<String> paths = new LinkedHashSet<>();
		if (CloudPlatform.CLOUD_FOUNDRY.isActive(this.environment)) {
			paths.add("/cloudfoundryapplication");
		}
		PathMappedEndpoints endpoints = this.endpoints.get();
		if (endpoints != null) {
			addPaths(endpoints, paths);
		}
		// An actuator at the root would exclude every path of the application.
		paths.removeIf((path) -> path.isEmpty() || path.equals("/"));
		String before = this.prefix.get();
		return paths.stream().map(before::concat);
	}

	private void addPaths(PathMappedEndpoints endpoints, Set<String> paths) {
		if (ManagementPortType.get(this.environment) == ManagementPortType.SAME) {
			paths.add(endpoints.getBasePath());
			paths.addAll(endpoints.getAllPaths());
		}
		for (PathMappedEndpoint endpoint : endpoints) {
			List<String> additional = endpoint.getAdditionalPaths(WebServerNamespace.SERVER);
			additional.forEach((path) -> paths.add(path.startsWith("/") ? path : "/" + path));
		}
	}

}
