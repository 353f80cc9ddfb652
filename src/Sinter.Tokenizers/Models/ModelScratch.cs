namespace Sinter.Tokenizers.Models;

/// <summary>What models work in, kept from call to call so that a warm encoder allocates nothing; one for each encoder at a time. A model keeps its own class of arrays here.</summary>
internal sealed class ModelScratch
{
    private object? _state;

    /// <summary>The scratch of a model, made at its first use.</summary>
    public T Of<T>()
        where T : class, new()
    {
        if (_state is T state)
        {
            return state;
        }

        var made = new T();
        _state = made;
        return made;
    }

    /// <summary>Lets go of it, after a text that made it large.</summary>
    public void Trim() => _state = null;
}
