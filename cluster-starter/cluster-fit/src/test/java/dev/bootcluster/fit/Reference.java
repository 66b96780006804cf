// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What a class file expects of another class, to be resolved as the JVM does when the
 * code first runs.
 *
 * @param tag what is expected: a {@code H_} constant of {@link Opcodes}, or one of
 * {@link #TYPE} and {@link #ATTRIBUTE}
 * @param owner the other class, with dots
 * @param name the member's name
 * @param descriptor the member's descriptor
 * @param inInterface whether the other class must be an interface
 */
record Reference(int tag, String owner, String name, String descriptor, boolean inInterface) {

	/**
	 * The class itself.
	 */
	static final int TYPE = 100;

	/**
	 * An attribute of an annotation, which the JVM would leave out without a word.
	 */
	static final int ATTRIBUTE = 101;

	static Reference of(Handle handle) {
		return new Reference(handle.getTag(), handle.getOwner().replace('/', '.'), handle.getName(), handle.getDesc(),
				handle.isInterface());
	}

	static Reference toType(String name) {
		return new Reference(TYPE, name, "", "", false);
	}

	static Reference toAttribute(String annotation, String name) {
		return new Reference(ATTRIBUTE, annotation, name, "", true);
	}

	/**
	 * Resolve it.
	 * @param caller the class whose code it is in
	 * @throws ReflectiveOperationException if there is no such thing, or the caller may
	 * not use it
	 */
	void resolve(Class<?> caller) throws ReflectiveOperationException {
		ClassLoader loader = caller.getClassLoader();
		Class<?> owner = Class.forName(this.owner, false, loader);
		if (this.tag == TYPE) {
			return;
		}
		if (this.tag == ATTRIBUTE) {
			owner.getDeclaredMethod(this.name);
			return;
		}
		if (isMethod() && owner.isInterface() != this.inInterface) {
			throw new IncompatibleClassChangeError(owner.isInterface() ? "an interface" : "no interface");
		}
		resolve(MethodHandles.privateLookupIn(caller, MethodHandles.lookup()), owner, loader);
	}

	private void resolve(Lookup lookup, Class<?> owner, ClassLoader loader) throws ReflectiveOperationException {
		if (!isMethod()) {
			Class<?> type = MethodType.fromMethodDescriptorString("()" + this.descriptor, loader).returnType();
			resolveField(lookup, owner, type);
			return;
		}
		MethodType type = MethodType.fromMethodDescriptorString(this.descriptor, loader);
		switch (this.tag) {
			case Opcodes.H_INVOKESTATIC -> lookup.findStatic(owner, this.name, type);
			case Opcodes.H_NEWINVOKESPECIAL -> resolveConstructor(lookup, owner, type);
			case Opcodes.H_INVOKESPECIAL -> lookup.findSpecial(owner, this.name, type, lookup.lookupClass());
			default -> lookup.findVirtual(owner, this.name, type);
		}
	}

	private void resolveField(Lookup lookup, Class<?> owner, Class<?> type) throws ReflectiveOperationException {
		switch (this.tag) {
			case Opcodes.H_GETFIELD -> lookup.findGetter(owner, this.name, type);
			case Opcodes.H_GETSTATIC -> lookup.findStaticGetter(owner, this.name, type);
			case Opcodes.H_PUTFIELD -> lookup.findSetter(owner, this.name, type);
			default -> lookup.findStaticSetter(owner, this.name, type);
		}
	}

	/**
	 * A subclass may call what a lookup cannot see, a protected constructor.
	 */
	private static void resolveConstructor(Lookup lookup, Class<?> owner, MethodType type)
			throws ReflectiveOperationException {
		if (lookup.lookupClass().getSuperclass() == owner) {
			int modifiers = owner.getDeclaredConstructor(type.parameterArray()).getModifiers();
			if ((modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0) {
				return;
			}
		}
		lookup.findConstructor(owner, type);
	}

	private boolean isMethod() {
		return this.tag >= Opcodes.H_INVOKEVIRTUAL;
	}

	@Override
	public String toString() {
		String simple = this.owner.substring(this.owner.lastIndexOf('.') + 1);
		if (this.tag == TYPE) {
			return this.owner;
		}
		if (this.tag == ATTRIBUTE) {
			return "@%s.%s".formatted(simple, this.name);
		}
		return isMethod() ? "%s.%s(%s)".formatted(simple, this.name, parameters()) : simple + "." + this.name;
	}

	private String parameters() {
		return String.join(", ",
				Arrays.stream(Type.getArgumentTypes(this.descriptor))
					.map((type) -> type.getClassName().replaceAll(".*\\.", ""))
					.toList());
	}

}
