namespace Sinter.Models.Files.PyTorch;

/// <summary>A dictionary of a pickle, in the order in which it was filled. Keys may be anything, and are not compared.</summary>
internal sealed class PickleDictionary
{
    /// <summary>The pairs.</summary>
    public List<(object? Key, object? Value)> Pairs { get; } = [];
}

/// <summary>A class or function of Python that a pickle names and that is on the closed list. It is a name only: nothing of Python is here to be run.</summary>
/// <param name="Name">Module and name, with a dot.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Element">The type of the elements, of a storage or a dtype.</param>
internal sealed record PickleGlobal(string Name, PickleGlobalKind Kind, TorchElement? Element = null);

/// <summary>What an allowed name of a pickle stands for.</summary>
internal enum PickleGlobalKind
{
    /// <summary>An ordered dictionary.</summary>
    Dictionary,

    /// <summary>A tensor of a storage, an offset, a size and strides, with or without its dtype behind.</summary>
    RebuildTensor,

    /// <summary>As <see cref="RebuildTensor"/>, of an untyped storage; the dtype is the seventh argument.</summary>
    RebuildTypedTensor,

    /// <summary>A parameter: its tensor is the first argument.</summary>
    RebuildParameter,

    /// <summary>A tensor with attributes: a function, a class, the arguments of the function, the attributes.</summary>
    RebuildFromType,

    /// <summary>The class of tensors or of parameters; only ever an argument.</summary>
    TensorClass,

    /// <summary>A shape: a tuple in a tuple.</summary>
    Size,

    /// <summary>The name of a device, which says nothing about values.</summary>
    Device,

    /// <summary>The class of a storage.</summary>
    Storage,

    /// <summary>A dtype.</summary>
    DataType,
}

/// <summary>An element type of torch.</summary>
/// <param name="Name">As torch says it, such as <c>float16</c>.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="Type">The type as Sinter reads it; null where it does not.</param>
internal sealed record TorchElement(string Name, int Size, TensorType? Type);

/// <summary>A storage: the file in the archive that holds elements of one type.</summary>
/// <param name="Entry">The file.</param>
/// <param name="Element">The type; null for plain bytes.</param>
/// <param name="Bytes">How many bytes belong to it.</param>
internal sealed record TorchStorage(ZipIndex.Entry Entry, TorchElement? Element, long Bytes);

/// <summary>A tensor: a view of a storage, all of which was checked to lie within it.</summary>
/// <param name="Storage">Where its elements are; several tensors may share one.</param>
/// <param name="Element">Their type.</param>
/// <param name="Offset">The first element.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Strides">For each dimension, how many elements lie from one index to the next.</param>
internal sealed record TorchTensor(TorchStorage Storage, TorchElement Element, long Offset, int[] Shape, long[] Strides)
{
    /// <summary>Whether the elements lie one after the other in row-major order.</summary>
    public bool IsContiguous { get; } = Contiguous(Shape, Strides);

    /// <summary>Number of elements from the first in memory to the last, both counted; 0 for a tensor without elements.</summary>
    public long Extent { get; } = Span(Shape, Strides);

    private static bool Contiguous(int[] shape, long[] strides)
    {
        if (shape.Contains(0))
        {
            return true;
        }

        long expected = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            // The stride of a dimension of one says nothing.
            if (shape[i] != 1 && strides[i] != expected)
            {
                return false;
            }

            expected *= shape[i];
        }

        return true;
    }

    private static long Span(int[] shape, long[] strides)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        long last = 0;
        for (var i = 0; i < shape.Length; i++)
        {
            last = checked(last + ((shape[i] - 1) * strides[i]));
        }

        return checked(last + 1);
    }
}
