// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.core.convert.converter.ConverterRegistry;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.core.convert.support.ConfigurableConversionService;

/**
 * Converts keys of caches as another service does. A key that cannot be converted, or
 * whose text tells only its identity, becomes one that Redis cannot have.
 */
final class KeyConversion implements ConfigurableConversionService {

	private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

	private final ConversionService service;

	KeyConversion(ConversionService service) {
		this.service = service;
	}

	@Override
	public boolean canConvert(@Nullable Class<?> source, Class<?> target) {
		return target == String.class || this.service.canConvert(source, target);
	}

	@Override
	public boolean canConvert(@Nullable TypeDescriptor source, TypeDescriptor target) {
		return target.getType() == String.class || this.service.canConvert(source, target);
	}

	@Override
	public <T> @Nullable T convert(@Nullable Object source, Class<T> target) {
		return (source != null && target == String.class) ? target.cast(text(source))
				: this.service.convert(source, target);
	}

	@Override
	public @Nullable Object convert(@Nullable Object source, @Nullable TypeDescriptor sourceType,
			TypeDescriptor target) {
		return this.service.convert(source, sourceType, target);
	}

	private String text(Object key) {
		TypeDescriptor type = TypeDescriptor.forObject(key);
		try {
			String text = this.service.canConvert(type, TEXT) ? this.service.convert(key, String.class)
					: key.toString();
			if (text == null) {
				return CacheKeys.unstorable(key.getClass());
			}
			Class<?> identity = KeyParts.identity(key, text);
			return (identity != null) ? CacheKeys.unstorable(identity) : text;
		}
		catch (ConversionFailedException ex) {
			if (type.isArray() || type.isCollection() || type.isMap()) {
				// The cache converts its elements.
				throw ex;
			}
			return CacheKeys.unstorable(key.getClass());
		}
		catch (RuntimeException ex) {
			return CacheKeys.unstorable(key.getClass());
		}
	}

	private ConverterRegistry registry() {
		if (this.service instanceof ConverterRegistry registry) {
			return registry;
		}
		throw new IllegalStateException("%s takes no converters".formatted(this.service.getClass().getName()));
	}

	@Override
	public void addConverter(Converter<?, ?> converter) {
		registry().addConverter(converter);
	}

	@Override
	public <S, T> void addConverter(Class<S> source, Class<T> target, Converter<? super S, ? extends T> converter) {
		registry().addConverter(source, target, converter);
	}

	@Override
	public void addConverter(GenericConverter converter) {
		registry().addConverter(converter);
	}

	@Override
	public void addConverterFactory(ConverterFactory<?, ?> factory) {
		registry().addConverterFactory(factory);
	}

	@Override
	public void removeConvertible(Class<?> source, Class<?> target) {
		registry().removeConvertible(source, target);
	}

}
