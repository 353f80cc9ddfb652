using Sinter.Models.Files;

namespace Sinter.Models.Adapters;

/// <summary>A linear layer under its name in Hugging Face files, and which rows of which parameter it is: query, key and value are three of them in one matrix.</summary>
/// <param name="Module">Its name in files, such as <c>model.layers.0.self_attn.q_proj</c>.</param>
/// <param name="Parameter">The parameter that holds it.</param>
/// <param name="Row">Its first row there.</param>
/// <param name="Rows">Its outputs.</param>
/// <param name="Columns">Its inputs.</param>
/// <param name="Layout">How its rows lie in files.</param>
public sealed record LinearTarget(string Module, string Parameter, int Row, int Rows, int Columns, TensorLayout Layout)
{
    /// <summary>The last part of its name, such as <c>q_proj</c>.</summary>
    public string Leaf => Module[(Module.LastIndexOf('.') + 1)..];

    /// <summary>What the names of an adapter's parameters for it begin with: no other layer has the same.</summary>
    public string Key => $"{Parameter}/{Leaf}";

    /// <summary>Whether it is in a block, not in the head.</summary>
    public bool IsOfBlock => Parameter.Contains("attention.", StringComparison.Ordinal) || Parameter.Contains("crossAttention.", StringComparison.Ordinal) || Parameter.Contains("feedForward.", StringComparison.Ordinal);

    /// <summary>Whether it is a part of attention, to its own sequence or another.</summary>
    public bool IsOfAttention => IsOfBlock && !Parameter.Contains("feedForward.", StringComparison.Ordinal);

    /// <summary>Whether it decides which experts a token goes to.</summary>
    public bool IsRouter => Parameter.EndsWith("feedForward.router", StringComparison.Ordinal);

    /// <summary>Whether a name of a list of targets means this layer: its whole name or the end of it, or the end of its parameter's.</summary>
    public bool IsMeantBy(string name) => EndsWith(Module, name) || EndsWith(Parameter, name);

    /// <summary>Whether dotted words end with others.</summary>
    internal static bool EndsWith(string name, string end)
        => name.EndsWith(end, StringComparison.Ordinal) && (name.Length == end.Length || name[name.Length - end.Length - 1] == '.');
}
