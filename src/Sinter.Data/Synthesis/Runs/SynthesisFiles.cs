namespace Sinter.Data.Synthesis;

/// <summary>The files of a synthesis: <c>NAME.jsonl</c> and, with the same beginning, those beside it.</summary>
public sealed class SynthesisFiles
{
    private const string Ending = ".jsonl";

    /// <summary>Names them.</summary>
    /// <param name="path">The file of items; it ends in <c>.jsonl</c>.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public SynthesisFiles(string path)
    {
        if (!path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) || System.IO.Path.GetFileName(path).Length == Ending.Length)
        {
            throw new ArgumentException($"'{path}' does not end in {Ending}, the form in which items are written; name a file such as made.jsonl.", nameof(path));
        }

        var beginning = path[..^Ending.Length];
        Path = path;
        Preference = beginning + ".preference" + Ending;
        Refused = beginning + ".rejected" + Ending;
        Journal = beginning + ".journal" + Ending;
    }

    /// <summary>The items; the preference pairs alone where nothing else is made.</summary>
    public string Path { get; }

    /// <summary>The preference pairs where other kinds are made too, as no reader takes both from one file.</summary>
    public string Preference { get; }

    /// <summary>What was refused, with reasons.</summary>
    public string Refused { get; }

    /// <summary>What a model made so far; it is there while a run is not finished.</summary>
    public string Journal { get; }
}
