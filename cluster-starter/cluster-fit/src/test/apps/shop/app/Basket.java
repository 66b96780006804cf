package app;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Lives in the session.
 */
public class Basket implements Serializable {

	private static final long serialVersionUID = 1;

	private final List<String> items = new ArrayList<>();

	void add(String item) {
		this.items.add(item);
	}

	public List<String> getItems() {
		return this.items;
	}

}
