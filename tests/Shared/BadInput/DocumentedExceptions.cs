using System.Reflection;
using System.Xml.Linq;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>The exceptions that the XML documentation of a member names, also where it inherits another's.</summary>
internal sealed class DocumentedExceptions
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodBase, HashSet<string>> _read = [];

    /// <param name="files">The documentation files.</param>
    public DocumentedExceptions(params IEnumerable<XDocument> files)
    {
        foreach (var member in files.SelectMany(static it => it.Descendants("member")))
            _members[member.Attribute("name")!.Value] = member;
    }

    /// <summary>The documentation that was built with the packages, beside the tests.</summary>
    /// <exception cref="FileNotFoundException">The assembly has no documentation there.</exception>
    public static DocumentedExceptions Of(Assembly assembly)
    {
        var own = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(own))
            throw new FileNotFoundException($"{own} is missing: without it every exception would be undocumented.");
        var all = Directory.GetFiles(Path.GetDirectoryName(own)!, "Txaio.Actors*.xml");
        return new DocumentedExceptions(all.Select(static path => XDocument.Load(path)));
    }

    /// <summary>Whether the member's documentation names the exception or one of its base classes.</summary>
    public bool Has(MethodBase member, Type exception)
    {
        var named = Read(MemberId.Definition(member));
        for (var type = exception; type != typeof(Exception) && type is not null; type = type.BaseType)
        {
            if (named.Contains($"T:{type.FullName}"))
                return true;
        }

        return false;
    }

    private HashSet<string> Read(MethodBase member)
    {
        if (!_read.TryGetValue(member, out var named))
        {
            _read[member] = named = new HashSet<string>(StringComparer.Ordinal);
            Collect(MemberId.Of(member), member, named, []);
        }

        return named;
    }

    private void Collect(string id, MethodBase? member, HashSet<string> named, HashSet<string> seen)
    {
        if (!seen.Add(id) || !_members.TryGetValue(id, out var element))
            return;
        foreach (var exception in element.Elements("exception"))
            named.Add(exception.Attribute("cref")!.Value);
        foreach (var inherited in element.Descendants("inheritdoc"))
        {
            if (inherited.Attribute("path") is { } path && !path.Value.Contains("exception", StringComparison.Ordinal))
                continue;
            if (inherited.Attribute("cref") is { } other)
                Collect(other.Value, null, named, seen);
            else if (member is MethodInfo method)
                CollectBases(method, named, seen);
        }
    }

    private void CollectBases(MethodInfo method, HashSet<string> named, HashSet<string> seen)
    {
        var parent = MemberId.Definition(method.GetBaseDefinition());
        if (parent != method)
            Collect(MemberId.Of(parent), parent, named, seen);
        var type = method.DeclaringType!;
        if (type.IsInterface)
            return;
        foreach (var contract in type.GetInterfaces())
        {
            var map = type.GetInterfaceMap(contract);
            for (var i = 0; i < map.TargetMethods.Length; i++)
            {
                if (map.TargetMethods[i].MetadataToken != method.MetadataToken || map.TargetMethods[i].Module != method.Module)
                    continue;
                var declared = MemberId.Definition(map.InterfaceMethods[i]);
                Collect(MemberId.Of(declared), declared, named, seen);
            }
        }
    }
}
