namespace Sinter.Bench;

/// <summary>What a rate counts.</summary>
internal enum RateUnit
{
    /// <summary>Tokens trained on in a second.</summary>
    TokensPerSecond,

    /// <summary>Thousand millions of floating-point operations in a second; a multiply-add counts as two.</summary>
    Gflops,

    /// <summary>Thousand millions of bytes read and written in a second.</summary>
    GigabytesPerSecond,

    /// <summary>Duration of one call; less is better.</summary>
    Microseconds,

    /// <summary>Millions of bytes of uncompressed input in a second.</summary>
    MegabytesPerSecond,

    /// <summary>How well found text agrees with the true one, from 0 to 1.</summary>
    F1,
}
