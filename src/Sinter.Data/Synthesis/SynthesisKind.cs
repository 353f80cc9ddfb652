namespace Sinter.Data.Synthesis;

/// <summary>What is made from a text.</summary>
public enum SynthesisKind
{
    /// <summary>A question and its answer.</summary>
    Qa,

    /// <summary>An instruction and what it asks for.</summary>
    Instruct,

    /// <summary>A sentence or passage, and the same in other words.</summary>
    Paraphrase,

    /// <summary>A prompt with a good and a worse answer.</summary>
    Preference,
}

/// <summary>The names of <see cref="SynthesisKind"/> as command lines and files spell them.</summary>
public static class SynthesisKinds
{
    /// <summary>All names, in the order of the kinds.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<SynthesisKind>().Select(Name)];

    /// <summary>The name of a kind.</summary>
    public static string Name(SynthesisKind kind) => kind switch
    {
        SynthesisKind.Qa => "qa",
        SynthesisKind.Instruct => "instruct",
        SynthesisKind.Paraphrase => "paraphrase",
        _ => "preference",
    };

    /// <summary>The kind of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static SynthesisKind Find(string name)
    {
        foreach (var kind in Enum.GetValues<SynthesisKind>())
        {
            if (string.Equals(Name(kind), name, StringComparison.Ordinal))
            {
                return kind;
            }
        }

        throw new InvalidDataException($"There is no kind '{name}' to synthesize{Suggestion.For(name, Names)}");
    }
}
