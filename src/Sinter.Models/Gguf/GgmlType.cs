namespace Sinter.Models.Gguf;

/// <summary>The types of tensors that Sinter reads in GGUF files, with GGML's own names and numbers. Names that begin with Q or IQ are quantized: blocks of values share scales.</summary>
public enum GgmlType
{
    /// <summary>32-bit float.</summary>
    F32 = 0,

    /// <summary>16-bit IEEE float.</summary>
    F16 = 1,

    /// <summary>4 bits and a scale for 32 values: 4.5 bits a value.</summary>
    Q4_0 = 2,

    /// <summary>4 bits, a scale and a smallest value for 32 values: 5 bits a value.</summary>
    Q4_1 = 3,

    /// <summary>5 bits and a scale for 32 values: 5.5 bits a value.</summary>
    Q5_0 = 6,

    /// <summary>5 bits, a scale and a smallest value for 32 values: 6 bits a value.</summary>
    Q5_1 = 7,

    /// <summary>8 bits and a scale for 32 values: 8.5 bits a value.</summary>
    Q8_0 = 8,

    /// <summary>2 bits in blocks of 256: 2.625 bits a value.</summary>
    Q2_K = 10,

    /// <summary>3 bits in blocks of 256: 3.4375 bits a value.</summary>
    Q3_K = 11,

    /// <summary>4 bits in blocks of 256: 4.5 bits a value.</summary>
    Q4_K = 12,

    /// <summary>5 bits in blocks of 256: 5.5 bits a value.</summary>
    Q5_K = 13,

    /// <summary>6 bits in blocks of 256: 6.5625 bits a value.</summary>
    Q6_K = 14,

    /// <summary>8 bits in blocks of 256: 9.125 bits a value.</summary>
    Q8_K = 15,

    /// <summary>4 bits that choose from a table, and a scale for 32 values: 4.5 bits a value.</summary>
    IQ4_NL = 20,

    /// <summary>4 bits that choose from a table, in blocks of 256: 4.25 bits a value.</summary>
    IQ4_XS = 23,

    /// <summary>8-bit signed integer.</summary>
    I8 = 24,

    /// <summary>16-bit signed integer.</summary>
    I16 = 25,

    /// <summary>32-bit signed integer.</summary>
    I32 = 26,

    /// <summary>64-bit signed integer.</summary>
    I64 = 27,

    /// <summary>64-bit float.</summary>
    F64 = 28,

    /// <summary>The upper half of a 32-bit float.</summary>
    BF16 = 30,
}
