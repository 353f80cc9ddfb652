using System.CommandLine;

namespace Sinter.Cli.Verbs;

/// <summary>A verb of the tool, with the examples that its help ends with.</summary>
internal sealed class Verb(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    /// <summary>Whole command lines.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
