package io.chaosmiddleware.spring.actuate;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with mappings as those of Spring PetClinic.
 */
@Configuration(proxyBeanMethods = false)
@Import({ PetClinic.OwnerController.class, PetClinic.PetController.class, PetClinic.VetController.class })
class PetClinic {

	@RestController
	static class OwnerController {

		@GetMapping("/owners/new")
		String form() {
			return "form";
		}

		@PostMapping("/owners/new")
		String create() {
			return "created";
		}

		@GetMapping("/owners/find")
		String find() {
			return "find";
		}

		@GetMapping("/owners")
		String list() {
			return "list";
		}

		@GetMapping("/owners/{ownerId}")
		String owner() {
			return "owner";
		}

		@GetMapping("/owners/{ownerId}/edit")
		String edit() {
			return "edit";
		}

	}

	@RestController
	@RequestMapping("/owners/{ownerId}")
	static class PetController {

		@GetMapping("/pets/new")
		String form() {
			return "form";
		}

		@GetMapping("/pets/{petId:\\d+}/edit")
		String edit() {
			return "edit";
		}

	}

	@RestController
	static class VetController {

		@GetMapping("/vets.html")
		String page() {
			return "page";
		}

		@RequestMapping(path = "/vets", produces = MediaType.APPLICATION_JSON_VALUE)
		String list() {
			return "[]";
		}

		@GetMapping("/stra\u00dfe")
		String street() {
			return "street";
		}

		@GetMapping("/oups")
		String crash() {
			return "crash";
		}

	}

}
