// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Collects all that a class file expects of classes besides the JDK's.
 */
final class References extends ClassVisitor {

	private static final int API = Opcodes.ASM9;

	private static final Pattern JDK = Pattern.compile("(java|javax|jdk|sun|com\\.sun)\\..*");

	private final Set<Reference> found = new LinkedHashSet<>();

	private References() {
		super(API);
	}

	/**
	 * Read a class file.
	 * @param classFile its bytes
	 * @return what it refers to
	 */
	static Set<Reference> of(byte[] classFile) {
		References references = new References();
		new ClassReader(classFile).accept(references, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		return references.found;
	}

	private void add(Reference reference) {
		if (!reference.owner().startsWith("[") && !JDK.matcher(reference.owner()).matches()) {
			this.found.add(reference);
		}
	}

	private void add(Type type) {
		switch (type.getSort()) {
			case Type.ARRAY -> add(type.getElementType());
			case Type.OBJECT -> add(Reference.toType(type.getClassName()));
			case Type.METHOD -> {
				add(type.getReturnType());
				for (Type argument : type.getArgumentTypes()) {
					add(argument);
				}
			}
			default -> {
			}
		}
	}

	private void addConstant(Object constant) {
		if (constant instanceof Type type) {
			add(type);
		}
		else if (constant instanceof Handle handle) {
			add(Reference.of(handle));
		}
		else if (constant instanceof ConstantDynamic dynamic) {
			add(Reference.of(dynamic.getBootstrapMethod()));
			for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
				addConstant(dynamic.getBootstrapMethodArgument(i));
			}
		}
	}

	/**
	 * Those that are not kept at run time guide compilers only.
	 */
	private @Nullable AnnotationVisitor annotation(String descriptor, boolean visible) {
		return visible ? new Attributes(descriptor) : null;
	}

	@Override
	public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
		return annotation(descriptor, visible);
	}

	@Override
	public FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
			@Nullable Object value) {
		add(Type.getType(descriptor));
		return new FieldVisitor(API) {

			@Override
			public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
				return annotation(descriptor, visible);
			}

		};
	}

	@Override
	public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		add(Type.getMethodType(descriptor));
		return new Code();
	}

	/**
	 * Collects what an annotation expects.
	 */
	private final class Attributes extends AnnotationVisitor {

		private final @Nullable String annotation;

		Attributes(String descriptor) {
			super(API);
			this.annotation = Type.getType(descriptor).getClassName();
			add(Type.getType(descriptor));
		}

		/**
		 * The values of an array have no names.
		 */
		Attributes() {
			super(API);
			this.annotation = null;
		}

		private void attribute(String name) {
			if (this.annotation != null) {
				add(Reference.toAttribute(this.annotation, name));
			}
		}

		@Override
		public void visit(String name, Object value) {
			attribute(name);
			addConstant(value);
		}

		@Override
		public void visitEnum(String name, String descriptor, String value) {
			attribute(name);
			add(new Reference(Opcodes.H_GETSTATIC, Type.getType(descriptor).getClassName(), value, descriptor, false));
		}

		@Override
		public AnnotationVisitor visitAnnotation(String name, String descriptor) {
			attribute(name);
			return new Attributes(descriptor);
		}

		@Override
		public AnnotationVisitor visitArray(String name) {
			attribute(name);
			return new Attributes();
		}

	}

	/**
	 * Collects what the code of a method expects.
	 */
	private final class Code extends MethodVisitor {

		Code() {
			super(API);
		}

		@Override
		public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
			return annotation(descriptor, visible);
		}

		@Override
		public @Nullable AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
			return annotation(descriptor, visible);
		}

		@Override
		public void visitTypeInsn(int opcode, String type) {
			add(Type.getObjectType(type));
		}

		@Override
		public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
			add(Type.getType(descriptor));
		}

		@Override
		public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
			if (type != null) {
				add(Type.getObjectType(type));
			}
		}

		@Override
		public void visitLdcInsn(Object value) {
			addConstant(value);
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			int tag = switch (opcode) {
				case Opcodes.GETFIELD -> Opcodes.H_GETFIELD;
				case Opcodes.GETSTATIC -> Opcodes.H_GETSTATIC;
				case Opcodes.PUTFIELD -> Opcodes.H_PUTFIELD;
				default -> Opcodes.H_PUTSTATIC;
			};
			add(Reference.of(new Handle(tag, owner, name, descriptor, false)));
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean inInterface) {
			int tag = switch (opcode) {
				case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
				case Opcodes.INVOKEINTERFACE -> Opcodes.H_INVOKEINTERFACE;
				case Opcodes.INVOKESPECIAL ->
					name.equals("<init>") ? Opcodes.H_NEWINVOKESPECIAL : Opcodes.H_INVOKESPECIAL;
				default -> Opcodes.H_INVOKEVIRTUAL;
			};
			add(Reference.of(new Handle(tag, owner, name, descriptor, inInterface)));
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			add(Type.getMethodType(descriptor));
			add(Reference.of(bootstrap));
			for (Object argument : arguments) {
				addConstant(argument);
			}
		}

	}

}
