# ruff: noqa: RUF001 - the words are in nine languages
"""The words for types in documents of nine languages and many programming languages; `type_words` reads them.

Each value holds words separated by blanks, in lower case, blanks within a word written `-`.
"""

from __future__ import annotations

from typing import Final

# The words for each JSON type; the empty name stands for "anything".
TYPE_WORDS: Final = {
    "string": """
        string str text varchar char character nvarchar char[] symbol strings utf8 base64 hex binary bytes
        byte[] keyword slug 문자열 字符串 文字列 cadena texto chaîne metin dize chuỗi bigint-string
        decimal-string numeric-string money-string stringified""",
    "integer": """
        int integer long short byte bigint biginteger int32 int64 int16 int8 uint uint32 uint64 uint8 i32 i64
        u32 u64 ints integers smallint tinyint serial bigserial epoch epochmillis epoch-millis epoch_ms unix
        unixtime unix-timestamp unix_timestamp millis milliseconds seconds 정수 整数 整型 entero inteiro entier
        tamsayı nguyên cents""",
    "number": """
        number num float double decimal bigdecimal numeric real money float32 float64 f32 f64 numbers
        currency-amount 숫자 数字 数值 数値 número numero nombre sayı số""",
    "boolean": """
        boolean bool booleans true/false 불리언 布尔 布尔值 真偽値 booleano booléen mantıksal""",
    "object": """
        object obj json jsonb map dict dictionary hash struct record hashmap objects 객체 对象 オブジェクト
        objeto objet nesne""",
    "array": """
        array list arr collection set vector slice 배열 数组 列表 配列 lista arreglo tableau liste dizi mảng""",
    "null": """
        null nil none undefined""",
    "": """
        any unknown mixed dynamic jsonvalue anything variant""",
}
# The words for strings of each format.
FORMAT_WORDS: Final = {
    "uuid": """
        uuid guid uuidv4 uuid4 uuid-v4 uuidv7 uuid7 uuid-v7 uuid_v4 uuidv1""",
    "date-time": """
        date-time datetime iso-8601 iso8601 iso_8601 iso-8601-timestamp iso8601-timestamp iso-timestamp
        iso-datetime iso-date-time iso-8601-datetime iso8601-datetime iso8601-string iso-8601-string iso-string
        isodate isodatetime isostring iso rfc3339 rfc-3339 rfc3339-timestamp timestamp timestamptz instant
        offsetdatetime zoneddatetime localdatetime datetimeoffset iso-8601-utc timestamp-iso8601
        timestamp-iso-8601 utc-timestamp utc-datetime datetime-utc iso8601-utc time.time datetime-iso8601
        fecha-y-hora fecha/hora data/hora date/heure data-hora data-e-hora date-et-heure date-heure tarih-saat ngày-giờ
        datetime-iso-8601 iso-8601-date-time utc-iso-8601 iso-8601-date-string iso-date-string 날짜시간 日时
        日時""",
    "date": """
        date localdate iso-date yyyy-mm-dd iso-8601-date iso8601-date 날짜 日期 日付 fecha""",
    "time": """
        localtime hh:mm:ss""",
    "email": """
        email e-mail emailaddress email-address""",
    "uri": """
        uri url link href""",
    "ipv4": """
        ipv4 ip-address""",
}
