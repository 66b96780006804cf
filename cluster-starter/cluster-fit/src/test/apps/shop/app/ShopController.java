package app;

import java.util.List;

import jakarta.servlet.http.HttpSession;

import org.springframework.boot.SpringBootVersion;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class ShopController {

	private final Prices prices;

	ShopController(Prices prices) {
		this.prices = prices;
	}

	@GetMapping("/version")
	String version() {
		return SpringBootVersion.getVersion();
	}

	@GetMapping("/process")
	long process() {
		return ProcessHandle.current().pid();
	}

	@GetMapping("/prices/{item}")
	Prices.Price price(@PathVariable String item) {
		return this.prices.of(item);
	}

	@PostMapping("/basket/{item}")
	List<String> add(@PathVariable String item, HttpSession session) {
		Basket basket = (Basket) session.getAttribute("basket");
		basket = (basket != null) ? basket : new Basket();
		basket.add(item);
		session.setAttribute("basket", basket);
		return basket.getItems();
	}

}
