using Sinter.Data.Tuning;

namespace Sinter.Data.Tests.Tuning;

/// <summary>Files for one test, and the reading of them.</summary>
public abstract class TuningFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Options with the folder of the test.</summary>
    protected TuningOptions Options => new() { Folder = _folder.Path };

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes a file and gives the list of its name.</summary>
    protected IReadOnlyList<string> File(string name, string content)
    {
        _folder.File(name, content);
        return [name];
    }

    protected IReadOnlyList<string> File(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(_folder.File(name), content);
        return [name];
    }

    /// <summary>The one sentence of the error that an action ends with.</summary>
    protected static string Sentence(Action action)
    {
        var message = Should.Throw<InvalidDataException>(action).Message;
        message.ShouldEndWith(".");
        message.ShouldNotContain("\n");
        return message;
    }
}
