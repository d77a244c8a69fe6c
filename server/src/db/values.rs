//! Values as both kinds of databases take and give them.

use sqlx::{
    Any, Database, Decode, Encode, Type, ValueRef,
    any::{AnyTypeInfo, AnyTypeInfoKind, AnyValueRef},
    encode::IsNull,
    error::BoxDynError,
};

/// A yes or a no: SQLite gives a number for it, PostgreSQL a boolean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flag(pub bool);

impl From<Flag> for bool {
    fn from(Flag(flag): Flag) -> Self {
        flag
    }
}

impl Type<Any> for Flag {
    fn type_info() -> AnyTypeInfo {
        <bool as Type<Any>>::type_info()
    }

    fn compatible(info: &AnyTypeInfo) -> bool {
        info.kind() == AnyTypeInfoKind::Bool || <i64 as Type<Any>>::compatible(info)
    }
}

impl<'row> Decode<'row, Any> for Flag {
    fn decode(value: AnyValueRef<'row>) -> Result<Self, BoxDynError> {
        let is_boolean = value.type_info().kind() == AnyTypeInfoKind::Bool;
        Ok(Self(if is_boolean {
            <bool as Decode<Any>>::decode(value)?
        } else {
            <i64 as Decode<Any>>::decode(value)? != 0
        }))
    }
}

/// A whole number that is never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub u32);

impl From<Count> for u32 {
    fn from(Count(count): Count) -> Self {
        count
    }
}

impl Type<Any> for Count {
    fn type_info() -> AnyTypeInfo {
        <i64 as Type<Any>>::type_info()
    }

    fn compatible(info: &AnyTypeInfo) -> bool {
        <i64 as Type<Any>>::compatible(info)
    }
}

/// A number that may be missing. sqlx 0.9 gives the missing one of `f64` the type of `f32` (`any/arguments.rs`), to
/// which PostgreSQL would then hold the numbers that are not missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Real(pub f64);

impl Type<Any> for Real {
    fn type_info() -> AnyTypeInfo {
        <f32 as Type<Any>>::type_info()
    }
}

impl Encode<'_, Any> for Real {
    fn encode_by_ref(&self, buffer: &mut <Any as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <f64 as Encode<Any>>::encode(self.0, buffer)
    }
}

impl<'row> Decode<'row, Any> for Count {
    fn decode(value: AnyValueRef<'row>) -> Result<Self, BoxDynError> {
        Ok(Self(<i64 as Decode<Any>>::decode(value)?.try_into()?))
    }
}

impl Encode<'_, Any> for Count {
    fn encode_by_ref(&self, buffer: &mut <Any as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <i64 as Encode<Any>>::encode(i64::from(self.0), buffer)
    }
}
