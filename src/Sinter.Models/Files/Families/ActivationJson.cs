using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>The names that transformers has for the functions of feed-forward layers.</summary>
internal static class ActivationJson
{
    /// <summary>Functions and their names; the first name of a function is the one that is written.</summary>
    private static readonly (string Name, UnaryFunction Function)[] Known =
    [
        ("gelu", UnaryFunction.Gelu),
        ("gelu_new", UnaryFunction.GeluTanh),
        ("gelu_pytorch_tanh", UnaryFunction.GeluTanh),
        ("gelu_fast", UnaryFunction.GeluTanh),
        ("quick_gelu", UnaryFunction.QuickGelu),
        ("relu", UnaryFunction.Relu),
        ("relu2", UnaryFunction.SquaredRelu),
        ("silu", UnaryFunction.Silu),
        ("swish", UnaryFunction.Silu),
        ("tanh", UnaryFunction.Tanh),
    ];

    /// <summary>The function under a key.</summary>
    /// <exception cref="InvalidDataException">It is none that Sinter knows.</exception>
    public static UnaryFunction Read(JsonFile json, string key, UnaryFunction otherwise)
    {
        if (json.OptionalString(key) is not { } name)
        {
            return otherwise;
        }

        var found = Array.Find(Known, pair => pair.Name == name);
        return found.Name is not null ? found.Function : throw json.Unsupported(key, name, string.Join(", ", Known.Select(static pair => pair.Name)));
    }

    /// <summary>The name of a function.</summary>
    /// <exception cref="ArgumentException">Transformers has no name for it.</exception>
    public static string Name(UnaryFunction function)
        => Array.Find(Known, pair => pair.Function == function).Name ?? throw new ArgumentException($"The function {function} of a feed-forward layer has no name in config.json.");
}
