package io.chaosmiddleware.mappings;

import org.springframework.data.annotation.Id;
import org.springframework.data.keyvalue.annotation.KeySpace;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.rest.core.annotation.RepositoryRestResource;

/**
 * What Spring Data REST serves under {@code /people}.
 */
@RepositoryRestResource(path = "people")
interface People extends CrudRepository<People.Person, String> {

	/**
	 * Somebody.
	 *
	 * @param id the key
	 * @param name the name
	 */
	@KeySpace("people")
	record Person(@Id String id, String name) {

	}

}
