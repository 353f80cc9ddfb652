using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>The names that transformers has for activations.</summary>
internal static class ActivationJson
{
    /// <summary>All names, of each function the one that is written first.</summary>
    private static readonly (string Name, UnaryFunction Function)[] Names =
    [
        ("silu", UnaryFunction.Silu),
        ("gelu", UnaryFunction.Gelu),
        ("gelu_new", UnaryFunction.GeluTanh),
        ("gelu_pytorch_tanh", UnaryFunction.GeluTanh),
        ("gelu_fast", UnaryFunction.GeluTanh),
        ("relu", UnaryFunction.Relu),
        ("swish", UnaryFunction.Silu),
        ("gelu_python", UnaryFunction.Gelu),
        ("sigmoid", UnaryFunction.Sigmoid),
        ("quick_gelu", UnaryFunction.QuickGelu),
        ("relu2", UnaryFunction.SquaredRelu),
        ("tanh", UnaryFunction.Tanh),
    ];

    /// <summary>The activation under a key.</summary>
    /// <param name="json">The file.</param>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What a missing key stands for.</param>
    /// <param name="gated">Whether it is the activation of a gate, of which there are fewer.</param>
    /// <exception cref="InvalidDataException">The activation is none that Sinter knows.</exception>
    public static UnaryFunction Read(JsonFile json, string key, UnaryFunction otherwise, bool gated)
    {
        if (json.OptionalString(key) is not { } text)
        {
            return otherwise;
        }

        var known = Names.Where(pair => !gated || GatedUnit.IsKnown(pair.Function)).ToArray();
        return Array.Find(known, pair => pair.Name == text) is { Name: not null } found
            ? found.Function
            : throw json.Unsupported(key, text, string.Join(", ", known[..^1].Select(static pair => pair.Name)) + " or " + known[^1].Name);
    }

    /// <summary>Writes an activation.</summary>
    /// <param name="json">The file.</param>
    /// <param name="key">The key.</param>
    /// <param name="function">The activation.</param>
    /// <param name="name">The name to write where several stand for it; null for the first.</param>
    public static void Write(Utf8JsonWriter json, string key, UnaryFunction function, string? name = null)
        => json.WriteString(key, Array.Find(Names, pair => pair.Function == function && (name is null || pair.Name == name)).Name
            ?? Array.Find(Names, pair => pair.Function == function).Name
            ?? throw new ArgumentException($"The files of transformers have no name for the activation {function}; choose another."));
}
