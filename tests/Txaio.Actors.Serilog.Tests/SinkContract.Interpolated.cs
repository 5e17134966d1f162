namespace Txaio.Actors.Serilog.Tests;

/// <summary>
/// The names of interpolated holes have only letters, digits and <c>_</c>, as every Serilog requires.
/// </summary>
public abstract partial class SinkContract
{
    private readonly int _id = 7;

    [Fact]
    public async Task Paths_are_names_without_dots()
    {
        var obj = new { Id = 1, Inner = new { Id = 2 } };
        var obj_Id = 3;
        var lines = await WrittenAsync(system => system.Txaio().MakeLogger("test").Info(
            $"{obj.Id} {obj.Inner.Id,3} {obj_Id} {obj.Id:N1} {this._id} {obj.Id + 1}"));

        Assert.Equal("1   2 3 1.0 7 2", Assert.Single(lines.File));
        Assert.Equal(
            "{obj_Id} {obj_Inner_Id,3} {obj_Id_2} {obj_Id_3:N1} {this__id} {_5}",
            lines.Json[0].GetProperty("@mt").GetString());
        Assert.Equal(1, lines.Json[0].GetProperty("obj_Id").GetInt32());
        Assert.Equal(2, lines.Json[0].GetProperty("obj_Inner_Id").GetInt32());
        Assert.Equal(3, lines.Json[0].GetProperty("obj_Id_2").GetInt32());
        Assert.All(
            lines.Json[0].EnumerateObject().Select(static p => p.Name).Where(static name => name[0] != '@'),
            static name => Assert.Matches("^[A-Za-z0-9_]+$", name));
    }
}
