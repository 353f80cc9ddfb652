namespace Sinter.Models.Files;

/// <summary>The name and shape of a tensor in a file; it owns no values.</summary>
/// <param name="Name">Its name, such as <c>model.norm.weight</c>.</param>
/// <param name="Shape">Its dimensions, outermost first; none for a scalar.</param>
public sealed record TensorInfo(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>Number of elements: the product of the shape, 1 for a scalar.</summary>
    public long Elements
    {
        get
        {
            long elements = 1;
            foreach (var dimension in Shape)
            {
                elements = checked(elements * dimension);
            }

            return elements;
        }
    }

    /// <summary>The name and the shape, as messages show them: <c>model.norm.weight [64]</c>.</summary>
    public override string ToString() => $"{Name} {Describe(Shape)}";

    /// <summary>A shape as messages show it: <c>[512, 64]</c>.</summary>
    public static string Describe(IEnumerable<int> shape) => $"[{string.Join(", ", shape)}]";
}
