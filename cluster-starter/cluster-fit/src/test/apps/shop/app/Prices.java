package app;

import java.io.Serializable;
import java.util.UUID;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * Makes up a price, once.
 */
@Service
public class Prices {

	@Cacheable("prices")
	public Price of(String item) {
		return new Price(item, UUID.randomUUID().toString());
	}

	public record Price(String item, String amount) implements Serializable {
	}

}
