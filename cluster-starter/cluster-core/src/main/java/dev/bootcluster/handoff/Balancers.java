// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.SplittableRandom;

import dev.bootcluster.Balancer;
import dev.bootcluster.BalancingPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The policy in force and the balancers that it stands for. Thread-safe.
 */
final class Balancers {

	private final @Nullable ClassLoader loader;

	private volatile Choice choice;

	/**
	 * Create a factory.
	 * @param policy the first policy
	 * @param weights the weights of slots
	 * @param loader has the application's classes
	 */
	Balancers(BalancingPolicy policy, Map<Integer, Integer> weights, @Nullable ClassLoader loader) {
		this.choice = new Choice(policy, weights);
		this.loader = loader;
	}

	BalancingPolicy policy() {
		return this.choice.policy();
	}

	/**
	 * Create a balancer.
	 * @param plainHttp whether requests can be read before a worker is chosen
	 * @throws BalancerException if it is a class of which there can be no balancer
	 */
	Balancer create(boolean plainHttp) {
		return create(this.choice, plainHttp);
	}

	/**
	 * Change the policy.
	 * @return the first balancer
	 * @throws BalancerException if it is a class of which there can be no balancer; then
	 * the policy stays
	 */
	Balancer change(BalancingPolicy policy, Map<Integer, Integer> weights, boolean plainHttp) {
		Choice choice = new Choice(policy, weights);
		Balancer first = create(choice, plainHttp);
		this.choice = choice;
		return first;
	}

	/**
	 * @throws BalancerException if it is a class of which there can be no balancer
	 */
	void tryOut(BalancingPolicy policy) {
		create(new Choice(policy, Map.of()), true);
	}

	private Balancer create(Choice choice, boolean plainHttp) {
		return switch (choice.policy().name()) {
			// Nobody asks the one of "shared".
			case "round-robin", "shared" -> new RoundRobinBalancer();
			case "least-connections" -> new LeastConnectionsBalancer();
			case "power-of-two" -> new PowerOfTwoBalancer(new SplittableRandom());
			case "fastest" -> new FastestBalancer();
			case "weighted" -> new WeightedBalancer(choice.weights());
			case "random" -> new RandomBalancer(new SplittableRandom());
			case "sticky" -> new StickyBalancer(new LeastConnectionsBalancer(), !plainHttp);
			case "client-hash" -> new ClientHashBalancer();
			default -> new GuardedBalancer(create(choice.policy().name()));
		};
	}

	/**
	 * Return whether they look at the load of workers.
	 */
	boolean needLoad() {
		return switch (policy().name()) {
			case "round-robin", "shared", "weighted", "random", "client-hash" -> false;
			default -> true;
		};
	}

	private Balancer create(String name) {
		try {
			Class<?> type = Class.forName(name, true, this.loader);
			if (!Balancer.class.isAssignableFrom(type)) {
				throw new BalancerException("does not implement " + Balancer.class.getName(), null);
			}
			if (Modifier.isAbstract(type.getModifiers())) {
				throw new BalancerException("is abstract", null);
			}
			Constructor<?> constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			return (Balancer) constructor.newInstance();
		}
		catch (ClassNotFoundException ex) {
			throw new BalancerException("is not among the application's classes", ex);
		}
		catch (NoSuchMethodException ex) {
			throw new BalancerException("has no constructor without parameters", ex);
		}
		catch (InvocationTargetException ex) {
			throw new BalancerException("cannot be created: " + ex.getTargetException(), ex);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			throw new BalancerException("cannot be loaded: " + ex, ex);
		}
	}

	/**
	 * A policy and its parameters.
	 */
	private record Choice(BalancingPolicy policy, Map<Integer, Integer> weights) {

	}

}
