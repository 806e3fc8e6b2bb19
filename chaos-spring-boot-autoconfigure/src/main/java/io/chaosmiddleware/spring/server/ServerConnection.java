package io.chaosmiddleware.spring.server;

/**
 * The connection of a request as one server has it. The methods fail in any way they like
 * if the server looks different inside from what is expected.
 */
interface ServerConnection {

	void reset() throws Exception;

	void close() throws Exception;

}
