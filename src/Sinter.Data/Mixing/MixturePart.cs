namespace Sinter.Data.Mixing;

/// <summary>A group of a source in a mixture, or a whole source where it is not parted.</summary>
/// <param name="Source">The number of the source in the spec.</param>
/// <param name="Group">The value of the key that it is parted by; empty where it is not, or where documents lack it.</param>
/// <param name="Documents">The documents that it has.</param>
/// <param name="Bytes">Their bytes of UTF-8 text.</param>
/// <param name="Tokens">Their tokens.</param>
public sealed record MixturePart(int Source, string Group, long Documents, long Bytes, long Tokens)
{
    /// <summary>The amount that weights and shares ask for, in the unit of the mixture, before any source runs out.</summary>
    public double Asked { get; init; }

    /// <summary>The amount that the mixture takes of it, in the unit of the mixture.</summary>
    public long Wanted { get; init; }

    /// <summary>Whether it ran out: it is read as often as allowed, and others take the rest of what it was to give.</summary>
    public bool IsExhausted { get; init; }

    /// <summary>How often each of its documents is taken.</summary>
    public int WholeEpochs { get; init; }

    /// <summary>The documents that are taken once more than <see cref="WholeEpochs"/>: those of the lowest hash.</summary>
    public long ExtraDocuments { get; init; }

    /// <summary>The amount that is taken, in the unit of the mixture: as near to <see cref="Wanted"/> as whole documents come.</summary>
    public long Got { get; init; }

    /// <summary>The documents that are taken, copies counted.</summary>
    public long TakenDocuments => (WholeEpochs * Documents) + ExtraDocuments;

    /// <summary>How large it is, in a unit.</summary>
    public long Size(MixtureUnit unit) => unit switch
    {
        MixtureUnit.Documents => Documents,
        MixtureUnit.Bytes => Bytes,
        _ => Tokens,
    };
}
