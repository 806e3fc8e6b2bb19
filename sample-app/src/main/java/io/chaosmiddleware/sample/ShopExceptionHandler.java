package io.chaosmiddleware.sample;

import java.io.IOException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What the shop tells its customers when something fails.
 */
@RestControllerAdvice
class ShopExceptionHandler {

	@ExceptionHandler
	ProblemDetail onNotFound(Shop.NotFoundException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail onLostWarehouse(IOException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"The warehouse does not answer. Please try again later.");
	}

}
